using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>Applies templates to worksheets, at once or in two parts around a queued assignment (<c>lims-domain</c>, 3.6).</summary>
internal static class SheetTemplates
{
    /// <summary>Applies a template to the end in this transaction.</summary>
    /// <param name="sheet">The worksheet.</param>
    /// <param name="templateUid">The template; null: the worksheet has none from now on.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What came of it, or why it cannot be applied.</returns>
    public static async Task<(TemplateOutcome? Outcome, Refusal? Refusal)> ApplyTemplateAsync(
        this Sheet sheet, string? templateUid, CancellationToken cancellationToken)
    {
        var (placements, refusal) = await sheet.PlanTemplateAsync(templateUid, cancellationToken);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var refused = await sheet.AssignAsync(placements, cancellationToken);

        // A worksheet that was handed in is open again by what came to it; only then it takes quality analyses.
        await sheet.Actions.PromoteAsync(cancellationToken);
        return (new TemplateOutcome(refused, await sheet.FinishTemplateAsync(cancellationToken)), null);
    }

    /// <summary>The first part: notes the template on the worksheet and chooses what to assign to which slots. Assigns nothing.</summary>
    /// <param name="sheet">The worksheet.</param>
    /// <param name="templateUid">The template; null: the worksheet has none from now on.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What to assign, in that order, or why the template cannot be applied.</returns>
    public static async Task<(IReadOnlyList<Placement> Placements, Refusal? Refusal)> PlanTemplateAsync(
        this Sheet sheet, string? templateUid, CancellationToken cancellationToken)
    {
        var work = sheet.Actions.Work;
        var template = await work.FindAsync<WorksheetTemplate>(templateUid, cancellationToken);
        var refusal = CheckState(sheet.Worksheet)
            ?? (templateUid is not null && template is not { State: ActiveState.Active } ? NoTemplate(templateUid) : null)
            ?? await sheet.Actions.CheckPendingAsync(sheet.Worksheet, cancellationToken);
        if (refusal is not null)
        {
            return ([], refusal);
        }

        await sheet.ChangeAsync(worksheet => worksheet with { WorksheetTemplate = templateUid }, cancellationToken);
        if (template is null)
        {
            return ([], null);
        }

        await work.FlushAsync(cancellationToken);
        var candidates = await new CandidateSearch(work, template, sheet.Rows).FindAsync(cancellationToken);
        return (TemplatePlanner.Plan(sheet.Rows, template, candidates), null);
    }

    /// <summary>
    /// The second part, once the assignment has ended: duplicates, blanks, controls, instrument and method of the worksheet's
    /// template (T-29). It fills what is missing and overwrites no slot, so that it may be repeated.
    /// </summary>
    /// <returns>Slots that stayed without what belongs there.</returns>
    public static async Task<IReadOnlyList<UnfilledSlot>> FinishTemplateAsync(this Sheet sheet, CancellationToken cancellationToken)
    {
        await sheet.RefreshAsync(cancellationToken);
        var work = sheet.Actions.Work;
        if (await work.FindAsync<WorksheetTemplate>(sheet.Worksheet.WorksheetTemplate, cancellationToken) is not { } template)
        {
            return [];
        }

        var reasons = new Dictionary<int, string>();
        foreach (var slot in template.TemplateLayout.Where(slot => slot.Kind == AnalysisKind.Duplicate))
        {
            reasons[slot.Position] = await sheet.RepeatAsync(slot, cancellationToken);
        }

        var references = new TemplateReferences(sheet, template);
        foreach (var slot in template.TemplateLayout
            .Where(slot => slot.Kind is AnalysisKind.Blank or AnalysisKind.Control)
            .OrderBy(slot => slot.Kind))
        {
            reasons[slot.Position] = await references.FillAsync(slot, cancellationToken);
        }

        await sheet.EquipAsync(template, cancellationToken);
        return
        [
            .. template.TemplateLayout
                .Where(slot => !sheet.Rows.At(slot.Position).Any(row => row.Kind == slot.Kind))
                .OrderBy(slot => slot.Position)
                .Select(slot => new UnfilledSlot(slot.Position, slot.Kind, sheet.ReasonOf(slot, reasons))),
        ];
    }

    private static async Task<string> RepeatAsync(this Sheet sheet, TemplateRow slot, CancellationToken cancellationToken)
    {
        if (slot.DuplicateOf is not { } source)
        {
            return "The template does not say which slot is repeated there.";
        }

        var (_, refusal) = await sheet.AddDuplicatesAsync(source, slot.Position, cancellationToken);
        return refusal?.Message ?? string.Empty;
    }

    private static string ReasonOf(this Sheet sheet, TemplateRow slot, Dictionary<int, string> reasons) =>
        sheet.Rows.ContainerAt(slot.Position) is not null
            ? $"Slot {slot.Position} of {sheet.Worksheet.Id} is taken by something else."
            : reasons.GetValueOrDefault(slot.Position) is { Length: > 0 } reason
                ? reason
                : "No received sample with an unassigned analysis for the template was found.";

    private static Refusal? CheckState(Worksheet worksheet) =>
        worksheet.State is WorksheetState.Open or WorksheetState.ToBeVerified
            ? null
            : new Refusal(
                RefusalKind.NotNow, $"{worksheet.Id} is {Words.OfState(worksheet.State)}; no template can be applied to it.");

    private static Refusal NoTemplate(string uid) =>
        new(RefusalKind.NotFound, $"There is no active worksheet template {uid}.");
}
