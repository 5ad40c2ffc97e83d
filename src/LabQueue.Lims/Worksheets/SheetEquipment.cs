using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Worksheets;

/// <summary>Gives analyses the instrument and method of their worksheet (<c>lims-domain</c>, 3.3 and 3.6).</summary>
internal static class SheetEquipment
{
    /// <summary>An analysis that comes to a worksheet with that instrument and method.</summary>
    /// <remarks>An instrument that the analysis does not allow leaves both alone: the worksheet's method is of that instrument.</remarks>
    public static Analysis Equip(this Analysis analysis, Instrument? instrument, string? method) =>
        instrument is null ? analysis.DoneBy(method) : analysis.DoneOn(instrument);

    /// <summary>An analysis as it is done on an instrument, where it allows it, by a method of that where it allows one.</summary>
    public static Analysis DoneOn(this Analysis analysis, Instrument? instrument)
    {
        if (instrument is null || !analysis.AllowedInstruments.Contains(instrument.Uid, StringComparer.Ordinal))
        {
            return analysis;
        }

        var usual = instrument.Methods.FirstOrDefault(
            method => analysis.AllowedMethods.Contains(method, StringComparer.Ordinal));
        return analysis with { Instrument = instrument.Uid, Method = usual ?? analysis.Method };
    }

    /// <summary>An analysis as it is done on an instrument that comes later: a method that the instrument can do stays.</summary>
    public static Analysis MovedTo(this Analysis analysis, Instrument? instrument)
    {
        var moved = analysis.DoneOn(instrument);
        var fits = analysis.Method is { } method && instrument?.Methods.Contains(method, StringComparer.Ordinal) == true;
        return fits ? moved with { Method = analysis.Method } : moved;
    }

    /// <summary>An analysis as it is done by a method, where it allows it.</summary>
    public static Analysis DoneBy(this Analysis analysis, string? method) =>
        method is not null && analysis.AllowedMethods.Contains(method, StringComparer.Ordinal)
            ? analysis with { Method = method }
            : analysis;
}
