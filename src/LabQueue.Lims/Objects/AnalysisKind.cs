namespace LabQueue.Lims.Objects;

/// <summary>Kinds of analyses, which are those of worksheet slots (<c>lims-domain</c>, 3.1).</summary>
internal enum AnalysisKind
{
    /// <summary>One test on one sample; <c>a</c>.</summary>
    Routine,

    /// <summary>Test on a reference sample that should show nothing; <c>b</c>.</summary>
    Blank,

    /// <summary>Test on a reference sample with known results; <c>c</c>.</summary>
    Control,

    /// <summary>Repeat of a routine analysis; <c>d</c>.</summary>
    Duplicate,
}
