using System.Globalization;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Worksheets;

/// <summary>A row of a worksheet as it is shown.</summary>
/// <param name="Analysis">The analysis.</param>
/// <param name="Position">Its slot.</param>
/// <param name="Index">Its place in the slot, from 0.</param>
internal sealed record SheetRow(Analysis Analysis, int Position, int Index)
{
    /// <summary>What rows are sorted by as text: slot and place, ten digits each, such as <c>0000000003:0000000000</c>.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Position:D10}:{Index:D10}");

    /// <summary>Whether the slot's header stands before it.</summary>
    public bool IsFirst => Index == 0;
}
