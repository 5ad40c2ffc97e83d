using LabQueue.Lims.Analyses;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Lims.Pages;

/// <summary>A form with results: <c>r-</c> and a uid is what was typed, <c>s-</c> and the uid what was there when the person looked.</summary>
internal static class TypedForm
{
    private const string Result = "r-";
    private const string Seen = "s-";

    /// <summary>What was typed, and what was only shown.</summary>
    public static IEnumerable<TypedResult> Read(IFormCollection form) => form
        .Where(field => field.Key.StartsWith(Result, StringComparison.Ordinal))
        .Select(field => field.Key[Result.Length..])
        .Select(uid => TypedResult.Read(uid, form[Result + uid].ToString(), form[Seen + uid].ToString()));

    /// <summary>The version of an analysis that the form showed; 0: it does not say.</summary>
    public static long VersionOf(IFormCollection form, string uid) => TypedResult.Read(uid, string.Empty, form[Seen + uid].ToString()).Version;
}
