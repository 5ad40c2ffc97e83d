using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Pages.Items;

/// <summary>An object in a list.</summary>
/// <param name="Item">The object.</param>
/// <param name="Actions">What can be done with it.</param>
/// <param name="Cells">What each column behind the name says of it.</param>
internal sealed record ItemRow(LabObject Item, IReadOnlyList<string> Actions, IReadOnlyList<string> Cells);
