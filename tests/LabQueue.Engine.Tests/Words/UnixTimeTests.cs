using LabQueue.TestKit;

namespace LabQueue.Engine.Tests.Words;

public sealed class UnixTimeTests
{
    [Fact]
    public void Seconds_are_rounded_to_whole_microseconds()
    {
        UnixTime.FromSeconds(1_598_626_797.746_63).ToMicroseconds().ShouldBe(1_598_626_797_746_630);
        UnixTime.FromSeconds(-0.5).ShouldBe(DateTimeOffset.UnixEpoch.AddMilliseconds(-500));
    }

    [Fact]
    public void Times_survive_the_way_to_seconds_and_back() => ForAll.Of(Draw.Time, time =>
    {
        UnixTime.FromMicroseconds(time.ToMicroseconds()).ShouldBe(time);
        UnixTime.FromSeconds(time.ToSeconds()).ShouldBe(time);
    });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(UnixTime.LatestSeconds + 1)]
    [InlineData(UnixTime.EarliestSeconds - 1)]
    public void What_is_no_time_between_1900_and_9999_is_refused(double seconds)
    {
        UnixTime.IsValid(seconds).ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => UnixTime.FromSeconds(seconds));
    }

    [Fact]
    public void The_ends_of_the_range_are_times()
    {
        UnixTime.FromSeconds(UnixTime.EarliestSeconds).Year.ShouldBe(1900);
        UnixTime.FromSeconds(UnixTime.LatestSeconds).Year.ShouldBe(9999);
    }

    [Fact]
    public void What_is_finer_than_a_microsecond_is_cut_off()
    {
        Given.Now.AddTicks(19).TruncateToMicroseconds().ShouldBe(Given.Now.AddMicroseconds(1));
    }
}
