using System.Globalization;

namespace LabQueue.Benchmarks.Reports;

/// <summary>How figures are written.</summary>
internal static class Figure
{
    /// <summary>A rate, in three digits at least.</summary>
    public static string Rate(double perSecond) =>
        perSecond.ToString(perSecond < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds.</summary>
    public static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString(time.TotalMilliseconds < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>A number with that many decimals.</summary>
    public static string Number(double number, int decimals = 0) =>
        number.ToString("#,0." + new string('0', decimals), CultureInfo.InvariantCulture);

    /// <summary>The number in the middle.</summary>
    public static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
