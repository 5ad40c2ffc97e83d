namespace LabQueue.Host.Demo;

/// <summary>What becomes of a demo task.</summary>
internal enum DemoFate
{
    /// <summary>It is through; some of its objects may have been refused.</summary>
    Done,

    /// <summary>It failed for good.</summary>
    Failed,

    /// <summary>A consumer has it.</summary>
    Running,

    /// <summary>Its first chunk is through, the next one waits.</summary>
    Begun,

    /// <summary>It waits.</summary>
    Waiting,

    /// <summary>It waits for its time.</summary>
    Later,
}
