using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;
using LabQueue.Web.Frame;
using LabQueue.Web.Languages;
using Microsoft.AspNetCore.Html;

namespace LabQueue.Lims.Pages;

/// <summary>What pages call states and transitions, in the language of who looks.</summary>
internal static class LabWords
{
    /// <summary>A state.</summary>
    public static string State(Texts texts, string state) => state switch
    {
        WorksheetState.Open => texts["Open"],
        SampleState.ToBeVerified => texts["To be verified"],
        SampleState.Verified => texts["Verified"],
        SampleState.Published => texts["Published"],
        SampleState.Pending => texts["Being registered"],
        SampleState.Due => texts["Due"],
        SampleState.Received => texts["Received"],
        SampleState.Cancelled => texts["Cancelled"],
        SampleState.Rejected => texts["Rejected"],
        SampleState.Invalid => texts["Invalid"],
        AnalysisState.Registered => texts["Registered"],
        AnalysisState.Unassigned => texts["Unassigned"],
        AnalysisState.Assigned => texts["Assigned"],
        AnalysisState.Retracted => texts["Retracted"],
        ActiveState.Active => texts["Active"],
        ActiveState.Inactive => texts["Inactive"],
        _ => state.Replace('_', ' '),
    };

    /// <summary>The icon of a state, and the class of its colour.</summary>
    public static (string Icon, string Colour) Look(string state) => state switch
    {
        SampleState.ToBeVerified => ("checks", "state-running"),
        SampleState.Verified or SampleState.Published => ("circle-check", "state-done"),
        AnalysisState.Retracted => ("rotate", "state-stuck"),
        SampleState.Rejected or SampleState.Cancelled or SampleState.Invalid => ("circle-x", "state-failed"),
        SampleState.Pending => ("clock", "state-queued"),
        _ => ("activity", "state-queued"),
    };

    /// <summary>A state as lists show it. It is drawn so often that a view of its own would take most of a long list's time.</summary>
    public static IHtmlContent StateTag(Texts texts, Ui ui, string state)
    {
        var (icon, colour) = Look(state);
        return new HtmlContentBuilder().AppendHtml($"<span class=\"state {colour}\">").AppendHtml(ui.Icon(icon)).Append(" " + State(texts, state)).AppendHtml("</span>");
    }

    /// <summary>What a transition, or other work, is called on its button.</summary>
    public static string Action(Texts texts, string action) => action switch
    {
        TransitionId.Submit => texts["Submit"],
        TransitionId.Verify => texts["Verify"],
        TransitionId.MultiVerify => texts["Verify, one of several"],
        TransitionId.Retract => texts["Retract"],
        TransitionId.Retest => texts["Retest"],
        TransitionId.Reject => texts["Reject"],
        TransitionId.Unassign => texts["Unassign"],
        TransitionId.Remove => texts["Remove"],
        TransitionId.Receive => texts["Receive"],
        TransitionId.Cancel => texts["Cancel"],
        TransitionId.Reinstate => texts["Reinstate"],
        TransitionId.Publish => texts["Publish"],
        TransitionId.Activate => texts["Activate"],
        TransitionId.Deactivate => texts["Deactivate"],
        TransitionId.Dispose => texts["Dispose"],
        TransitionId.Expire => texts["Expire"],
        WorkAction.Assign => texts["Assign"],
        WorkAction.ApplyTemplate => texts["Apply template"],
        WorkAction.Register => texts["Register"],
        WorkAction.Grant => texts["Give rights"],
        WorkAction.Revoke => texts["Take rights away"],
        _ => action.Replace('_', ' '),
    };
}
