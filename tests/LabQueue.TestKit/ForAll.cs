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
    public static void Of<T>(Gen<T> values, Action<T> check, int count = 500, Func<T, IEnumerable<T>>? shrink = null)
    {
        var replay = new Replay(new Rnd(Seed.Value), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(count)
            .WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(replay));
        var arbitrary = shrink is null ? Arb.From(values) : Arb.From(values, shrink);
        try
        {
            Check.One(config, Prop.ForAll(arbitrary, check));
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Repeat with LABQUEUE_SEED={Seed.Value}. {failure.Message}", failure);
        }
    }

    /// <summary>Draws pairs.</summary>
    public static Gen<(TFirst First, TSecond Second)> And<TFirst, TSecond>(this Gen<TFirst> first, Gen<TSecond> second) =>
        first.SelectMany(_ => second, (one, other) => (one, other));
}
