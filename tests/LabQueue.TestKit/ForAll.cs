using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace LabQueue.TestKit;

/// <summary>Checks that something holds for all values, by many that are drawn by chance from <see cref="Seed"/>.</summary>
public static class ForAll
{
    /// <summary>Checks one drawn value after the other; a failure is shrunk, and tells the seed and the smallest value.</summary>
    /// <param name="values">What to draw.</param>
    /// <param name="check">Throws where the value does not do.</param>
    /// <param name="count">How many to draw.</param>
    /// <param name="shrink">Smaller values to try instead of a failing one, the smallest first.</param>
    public static void Of<T>(Gen<T> values, Action<T> check, int count = 500, Func<T, IEnumerable<T>>? shrink = null) =>
        Run(Prop.ForAll(ToArbitrary(values, shrink), check), count);

    /// <summary>The same for a check that waits; blocks until all is done.</summary>
    public static void OfAsync<T>(Gen<T> values, Func<T, Task> check, int count, Func<T, IEnumerable<T>>? shrink = null) =>
        Run(Prop.ForAll(ToArbitrary(values, shrink), check), count);

    /// <summary>Draws pairs.</summary>
    public static Gen<(TFirst First, TSecond Second)> And<TFirst, TSecond>(this Gen<TFirst> first, Gen<TSecond> second) =>
        first.SelectMany(_ => second, (one, other) => (one, other));

    private static Arbitrary<T> ToArbitrary<T>(Gen<T> values, Func<T, IEnumerable<T>>? shrink) =>
        shrink is null ? Arb.From(values) : Arb.From(values, shrink);

    private static void Run(Property property, int count)
    {
        var replay = new Replay(new Rnd(Seed.Value), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(count)
            .WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(replay));
        string? problem = null;
        try
        {
            Check.One(config, property);
        }
        catch (Exception failure)
        {
            problem = failure.Message;
        }

        if (problem is not null)
        {
            throw new InvalidOperationException($"Repeat with LABQUEUE_SEED={Seed.Value}. {Smallest(problem)}");
        }
    }

    // FsCheck tells the drawn value, then the smallest one that fails as well, then what was wrong with that.
    private static string Smallest(string message)
    {
        var start = Math.Max(0, message.IndexOf("Shrunk:", StringComparison.Ordinal));
        var trace = message.IndexOf("\n ---> ", start, StringComparison.Ordinal);
        return message[start..(trace < 0 ? message.Length : trace)];
    }
}
