namespace LabQueue.EndToEnd.Tests.Storm.Checks;

/// <summary>I3: one consumer has a run, and at most one report of a run counts.</summary>
internal static class ReportsCountOnce
{
    private static readonly string[] Kinds = ["done", "fail", "advance", "release"];

    public static IEnumerable<string> Find(StormResult result) =>
        [.. FindClaims(result), .. FindFenced(result), .. FindClassic(result), .. FindUnasked(result)];

    private static IEnumerable<string> FindClaims(StormResult result)
    {
        foreach (var claims in result.Asked.Claims.GroupBy(claim => (claim.Uid, claim.Started, claim.Consumer)))
        {
            // The same request may have been answered twice, as its first answer was lost.
            if (claims.Count() > 1 && claims.Any(claim => RequestId(claim) is null || RequestId(claim) != RequestId(claims.First())))
            {
                yield return $"I3: one run was given twice: {string.Join(" and ", claims.Select(claim => claim.Call))}";
            }

            if (AttemptOf(result, claims.First()) is null)
            {
                yield return $"I3: {claims.Key} was given, and the server knows no such run";
            }
        }
    }

    private static IEnumerable<string> FindFenced(StormResult result)
    {
        var claims = result.Asked.Claims.Where(claim => claim.Fence is not null).ToLookup(claim => (claim.Uid, claim.Fence));
        foreach (var reports in result.Asked.Reports
            .Where(report => report is { Accepted: true, Fence: not null })
            .GroupBy(report => (report.Uid, report.Fence)))
        {
            var kinds = reports.Select(report => report.Kind).Distinct().ToArray();
            var attempt = claims[reports.Key].FirstOrDefault() is { } claim ? AttemptOf(result, claim) : null;
            if (kinds.Length > 1 || attempt?.Outcome != kinds[0])
            {
                yield return $"I3: {string.Join(" and ", kinds)} of {reports.Key} was accepted, but: {attempt}";
            }
        }
    }

    private static IEnumerable<string> FindClassic(StormResult result)
    {
        foreach (var reports in result.Asked.Reports
            .Where(report => report is { Accepted: true, Fence: null })
            .GroupBy(report => (report.Uid, report.Kind)))
        {
            var runs = Attempts(result, reports.Key.Uid).Count(attempt => attempt.Outcome == reports.Key.Kind);
            if (reports.Count() > runs)
            {
                yield return $"I3: {reports.Key} was accepted {reports.Count()} times, for {runs} such runs";
            }
        }
    }

    private static IEnumerable<string> FindUnasked(StormResult result)
    {
        var asked = result.Asked.Reports
            .Where(report => report.Accepted != false)
            .ToLookup(report => (report.Uid, report.Kind), report => report.Fence);
        foreach (var runs in result.Facts.Attempts.Values.SelectMany(attempts => attempts)
            .Where(attempt => Kinds.Contains(attempt.Outcome))
            .GroupBy(attempt => (attempt.Uid, attempt.Outcome!)))
        {
            var fences = asked[runs.Key];
            var most = fences.Count(fence => fence is null) + fences.OfType<long>().Distinct().Count();
            if (runs.Count() > most)
            {
                yield return $"I3: {runs.Count()} runs ended as {runs.Key}, and only {most} such reports can have been accepted";
            }
        }
    }

    private static Attempt? AttemptOf(StormResult result, Asked.Claim claim) =>
        Attempts(result, claim.Uid).SingleOrDefault(attempt => attempt.Started == claim.Started && attempt.Consumer == claim.Consumer);

    private static IReadOnlyList<Attempt> Attempts(StormResult result, string uid) =>
        result.Facts.Attempts.TryGetValue(uid, out var attempts) ? attempts : [];

    private static string? RequestId(Asked.Claim claim) =>
        claim.Call.Payload.TryGetProperty("request_id", out var id) ? $"{claim.Call.Client} {id.GetString()}" : null;
}
