using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Frame;

/// <summary>Lists as files for a spreadsheet.</summary>
internal static class Csv
{
    /// <summary>A file of a list.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="lines">Its lines, the first with the names of the columns.</param>
    public static FileContentResult File(string name, IEnumerable<IReadOnlyList<string>> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            // RFC 4180. A sheet must not take a text for a formula: such a text gets an apostrophe before it.
            text.AppendJoin(',', line.Select(cell => $"\"{(cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" : string.Empty)}{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))
                .Append("\r\n");
        }

        return new FileContentResult(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8") { FileDownloadName = name };
    }

    /// <summary>A time, in UTC.</summary>
    public static string Time(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? string.Empty;
}
