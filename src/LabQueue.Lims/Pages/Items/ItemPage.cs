using System.Text.Json.Nodes;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Items;

/// <summary>A page with the form of an object, new or there.</summary>
internal abstract class ItemPage(LabPageServices pages, LabApiServices api) : RecordPage(pages, api)
{
    private const int MostChoices = 1_000;

    /// <summary>The object; null: it is new.</summary>
    public LabObject? Item { get; protected set; }

    /// <summary>The form.</summary>
    public ItemForm Form => field ??= new ItemForm(Kind, Preferences.ZoneOf(Request));

    /// <summary>Transitions that may be done with the object.</summary>
    public IReadOnlyList<string> Actions { get; private set; } = [];

    /// <inheritdoc/>
    public override string Title => Item is { } item ? item.Title.Length > 0 ? item.Title : item.Id : L["Add {0}", L[Kind.One]];

    /// <summary>The type.</summary>
    public abstract ItemKind Kind { get; }

    /// <summary>Where the list is that leads here.</summary>
    public abstract (string Text, string Path) Above { get; }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        if (Item is not null)
        {
            Form.Fill(Item);
        }

        await PrepareAsync();
        return Page();
    }

    /// <summary>Keeps what was sent.</summary>
    /// <param name="resize">Not yet: the form is to have another number of positions.</param>
    public async Task<IActionResult> OnPostAsync(string? resize)
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        Form.Read(Request.Form);
        if (resize is not null)
        {
            await PrepareAsync();
            return Page();
        }

        var (answer, error) = await KeepAsync();
        if (answer is not null)
        {
            Tell(MessageKind.Done, L["It is saved."]);
            return Go(PathBehind(answer["items"]![0]!));
        }

        if (error!.Status is 404)
        {
            return NotFound();
        }

        foreach (var (name, message) in error.Fields)
        {
            Form.Wrong[name] = message;
        }

        if (Form.Wrong.Count == 0 || Form.Wrong.Keys.Any(name => Kind.Fields.All(field => field.Name != name)))
        {
            Form.Wrong[string.Empty] = error.Sentence;
        }

        if (error.Status == StatusCodes.Status409Conflict && Item is not null)
        {
            // Who was told what is different now decides by sending it once more.
            Form.Version = Item.Version;
        }

        Response.StatusCode = error.Status;
        await PrepareAsync();
        return Page();
    }

    /// <summary>Carries out a transition of the object.</summary>
    public async Task<IActionResult> OnPostActAsync(string action)
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        var (_, error) = await AskAsync(UpdateRoutes.UpdateAsync, new JsonObject { ["uid"] = Item?.Uid, ["transition"] = action });
        if (error is not null)
        {
            TellEnglish(MessageKind.Refused, error.Sentence);
        }
        else
        {
            Tell(MessageKind.Done, $"{LabWords.Action(L, action)}: {Title}");
        }

        return Redirect(With());
    }

    /// <summary>Finds the object, and what it lies in; the answer where the person may not see it, else null.</summary>
    protected abstract Task<IActionResult?> FindAsync();

    /// <summary>Whether the page offers what can be done with the object.</summary>
    protected virtual bool HasActions => true;

    /// <summary>What the API has to know beside the fields of a new object.</summary>
    protected virtual void Complete(JsonObject record)
    {
    }

    /// <summary>Where to go when the object is kept.</summary>
    protected abstract string PathBehind(JsonNode item);

    private Task<(JsonObject? Answer, LabApiError? Error)> KeepAsync()
    {
        var record = Form.ToRecord();
        if (Item is null)
        {
            Complete(record);
            return AskAsync(CreateRoutes.CreateAsync, record, ("resource", Kind.Type));
        }

        record.Remove("parent_uid");
        record["uid"] = Item.Uid;
        record["version"] = Form.Version;
        return AskAsync(UpdateRoutes.UpdateAsync, record);
    }

    private async Task PrepareAsync()
    {
        string[] types =
        [
            .. Kind.Fields.Where(field => field.Type.Length > 0).Select(field => field.Type),
            .. Kind.Fields.Any(field => field.Kind == FieldKind.Results) ? (string[])[AnalysisService.Type] : [],
            .. Kind.Fields.Any(field => field.Kind == FieldKind.Layout) ? (string[])[ReferenceDefinition.Type] : [],
        ];
        await ReadAsync(async reader =>
        {
            foreach (var type in types.Distinct(StringComparer.Ordinal))
            {
                Form.Choices[type] = await ChoicesAsync(reader, type);
            }

            return true;
        });
        Actions = Item is null || !HasActions ? [] : await LookAsync((actions, _) => actions.AllowedAsync(Item.Uid, Aborted));
    }

    // What is out of use is not offered, but stays where it was chosen before, as does what lies behind the last choice.
    private async Task<IReadOnlyList<LabObject>> ChoicesAsync(LabReader reader, string type)
    {
        var query = Visibility.Narrow(new LabQuery
        {
            Types = [type],
            ParentUid = type == Contact.Type ? Item?.ParentUid : null,
            Sort = LabSort.Title,
            Limit = MostChoices,
        });
        if (query is null)
        {
            return [];
        }

        var used = Form.UsedOf(type);
        var listed = (await reader.ListAsync<LabObject>(query, Aborted)).Where(choice => choice.State != ActiveState.Inactive || used.Contains(choice.Uid)).ToList();
        string[] others = [.. used.Except(listed.Select(choice => choice.Uid), StringComparer.Ordinal)];
        return others.Length == 0
            ? listed
            : [.. listed, .. (await Visibility.FindAsync(reader, others, Aborted)).Where(choice => LabTypes.Of(type).IsInstanceOfType(choice))];
    }
}
