namespace LabQueue.Lims.Background;

/// <summary>The site whose tasks a consumer takes.</summary>
/// <param name="Name">Its name.</param>
internal sealed record LabSite(string Name);
