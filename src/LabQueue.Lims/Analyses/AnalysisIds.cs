using System.Globalization;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Analyses;

/// <summary>Ids of analyses: the service's keyword, or, where it is taken below that parent, <c>keyword-1</c>, <c>keyword-2</c>…</summary>
internal static class AnalysisIds
{
    /// <summary>The next free id below a parent. What was added or renamed in the work before counts.</summary>
    public static async Task<string> NextAsync(LabWork work, string parentPath, string keyword, CancellationToken cancellationToken)
    {
        await work.FlushAsync(cancellationToken);
        var path = LabPath.Below(parentPath, keyword);

        // All texts that begin with the address and a dash: '.' is the character behind '-'.
        var values = new { site = work.Site, path, numbered = path + "-", numbered_end = path + "." };
        return Next(keyword, await work.QueryAsync<string>(WorkflowSql.IdsOfKeyword, values, cancellationToken));
    }

    /// <summary>The next free id beside these.</summary>
    public static string Next(string keyword, IEnumerable<string> taken)
    {
        var numbers = taken.Select(id => NumberOf(keyword, id)).ToHashSet();
        return numbers.Contains(0)
            ? string.Create(CultureInfo.InvariantCulture, $"{keyword}-{numbers.Max() + 1}")
            : keyword;
    }

    private static int NumberOf(string keyword, string id)
    {
        if (id == keyword)
        {
            return 0;
        }

        return id.StartsWith(keyword + "-", StringComparison.Ordinal)
            && int.TryParse(id.AsSpan(keyword.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;
    }
}
