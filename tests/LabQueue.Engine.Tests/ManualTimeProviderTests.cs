using LabQueue.TestKit;

namespace LabQueue.Engine.Tests;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Timers_fire_in_the_order_in_which_they_are_due_each_at_its_time()
    {
        var fired = new List<(string, double)>();
        void Note(object? name) => fired.Add(((string)name!, (_clock.GetUtcNow() - Given.Now).TotalSeconds));
        using var late = _clock.CreateTimer(Note, "late", Seconds(7), Timeout.InfiniteTimeSpan);
        using var often = _clock.CreateTimer(Note, "often", Seconds(3), Seconds(3));
        using var never = _clock.CreateTimer(Note, "never", Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        _clock.Advance(Seconds(8));

        fired.ShouldBe([("often", 3), ("often", 6), ("late", 7)]);
        _clock.GetUtcNow().ShouldBe(Given.Now.AddSeconds(8));
        _clock.ActiveTimers.ShouldBe(1);
    }

    [Fact]
    public async Task Delays_follow_the_clock()
    {
        var delay = Task.Delay(Seconds(10), _clock, TestContext.Current.CancellationToken);

        _clock.Advance(Seconds(9));
        delay.IsCompleted.ShouldBeFalse();

        _clock.Advance(Seconds(1));
        await delay;
    }

    [Fact]
    public async Task Periodic_timers_follow_the_clock()
    {
        using var timer = new PeriodicTimer(Seconds(5), _clock);

        var tick = timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        tick.IsCompleted.ShouldBeFalse();
        _clock.Advance(Seconds(5));

        (await tick).ShouldBeTrue();
    }

    [Fact]
    public void Cancellation_follows_the_clock()
    {
        using var source = new CancellationTokenSource(Seconds(2), _clock);

        _clock.Advance(Seconds(1));
        source.IsCancellationRequested.ShouldBeFalse();

        _clock.Advance(Seconds(1));
        source.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_test_can_wait_until_the_code_waits()
    {
        var armed = _clock.TimerArmedAsync();

        using var source = new CancellationTokenSource(Seconds(2), _clock);

        await armed;
    }

    [Fact]
    public async Task A_test_can_wait_for_one_timer_among_others()
    {
        var armed = _clock.TimerArmedAsync(Seconds(2));

        using var other = new CancellationTokenSource(Seconds(5), _clock);
        armed.IsCompleted.ShouldBeFalse();
        using var source = new CancellationTokenSource(Seconds(2), _clock);

        await armed;
    }

    [Fact]
    public void A_jump_of_the_wall_clock_fires_nothing_and_changes_no_duration()
    {
        using var source = new CancellationTokenSource(Seconds(2), _clock);
        var stamp = _clock.GetTimestamp();

        _clock.Jump(Given.Now.AddDays(1));

        source.IsCancellationRequested.ShouldBeFalse();
        _clock.GetElapsedTime(stamp).ShouldBe(TimeSpan.Zero);
        _clock.GetUtcNow().ShouldBe(Given.Now.AddDays(1));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
