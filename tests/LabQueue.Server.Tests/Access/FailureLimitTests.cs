using LabQueue.Access;
using LabQueue.TestKit;

namespace LabQueue.Server.Tests.Access;

public sealed class FailureLimitTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void The_tenth_failure_within_a_minute_is_one_too_many()
    {
        var limit = new FailureLimit(10, _clock);

        Fail(limit, 9);
        limit.SecondsToWait("a").ShouldBe(0);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Fail(limit, 1);

        limit.SecondsToWait("a").ShouldBe(40);
        limit.SecondsToWait("b").ShouldBe(0);
    }

    [Fact]
    public void After_a_minute_all_is_forgiven()
    {
        var limit = new FailureLimit(10, _clock);
        Fail(limit, 10);

        _clock.Advance(TimeSpan.FromSeconds(60));

        limit.SecondsToWait("a").ShouldBe(0);
    }

    [Fact]
    public void A_right_password_forgives_the_wrong_ones()
    {
        var limit = new FailureLimit(10, _clock);
        Fail(limit, 9);

        limit.Forget("a");
        Fail(limit, 9);

        limit.SecondsToWait("a").ShouldBe(0);
    }

    [Fact]
    public void Many_names_do_not_fill_the_memory_for_ever()
    {
        var limit = new FailureLimit(1, _clock);
        for (var i = 0; i < 20_000; i++)
        {
            limit.Count($"made-up-{i}");
        }

        // The first ones were given up for the later ones, of which the last is still known.
        limit.SecondsToWait("made-up-0").ShouldBe(0);
        limit.SecondsToWait("made-up-19999").ShouldBe(60);
    }

    private static void Fail(FailureLimit limit, int times)
    {
        for (var i = 0; i < times; i++)
        {
            limit.Count("a");
        }
    }
}
