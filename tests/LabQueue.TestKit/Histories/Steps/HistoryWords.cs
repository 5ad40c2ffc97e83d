namespace LabQueue.TestKit.Histories.Steps;

/// <summary>The few things that histories are about; few, so that they meet.</summary>
internal static class HistoryWords
{
    public static readonly string[] Tasks = Given.Uids("t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "ta", "tb", "tc");
    public static readonly string[] Objects = Given.Uids("s1", "s2", "s3", "s4");
    public static readonly string[] Contexts = [.. Given.Uids("c1", "c2"), TaskUid.Site];
    public static readonly string[] Names = ["n0", "n1", "n2", "n3"];
    public static readonly string[] Paths =
        ["/senaite/c/P0", "/senaite/c/P1/x", "/senaite/w/P0", "/senaite/w/P2/y/z", "/senaite/c", "/senaite"];

    public static readonly string[] Actions = ["go", "stop"];
    public static readonly string[] Lanes = ["L0", "L1"];
    public static readonly string[] Users = ["ann", "bob"];
    public static readonly string[] Consumers = ["classic-1", "classic-2", "classic-3", "leased-1", "leased-2", "leased-3"];

    // Consumers from here on send heartbeats.
    public const int FirstLeased = 3;
}
