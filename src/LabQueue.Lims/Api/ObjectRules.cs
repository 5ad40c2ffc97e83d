using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Api;

/// <summary>What clients, contacts and setup items have to have, and what they name.</summary>
internal static class ObjectRules
{
    /// <summary>Refuses an object that lacks something, that names what is not there, or that is taken for another.</summary>
    /// <exception cref="LabApiException">With all that is wrong, by field.</exception>
    public static async Task RequireAsync(LabReader reader, LabObject value, CancellationToken cancellationToken)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        CheckNeeded(value, wrong);
        await CheckUniqueAsync(reader, value, wrong, cancellationToken);
        foreach (var (field, type, uids) in ReferencesOf(value))
        {
            await CheckReferencesAsync(reader, field, type, uids, wrong, cancellationToken);
        }

        if (wrong.Count > 0)
        {
            throw new LabApiException(LabApiError.Invalid(wrong));
        }
    }

    private static void CheckNeeded(LabObject value, Dictionary<string, string> wrong)
    {
        Need(value is Person || value.Title.Length > 0, "title", "A title is needed.");
        switch (value)
        {
            case LabClient client:
                Need(client.ClientID.Length > 0, nameof(LabClient.ClientID), "A ClientID is needed.");
                Need(client.ClientID.All(IsIdLetter), nameof(LabClient.ClientID), "A ClientID has letters, digits, '-', '_' and '.' only.");
                break;
            case Person person:
                Need(person.Firstname.Length > 0, nameof(Person.Firstname), "A Firstname is needed.");
                Need(person.Surname.Length > 0, nameof(Person.Surname), "A Surname is needed.");
                break;
            case AnalysisService service:
                Need(
                    service.Keyword.Length > 0 && service.Keyword.All(letter => IsIdLetter(letter) && letter != '.'),
                    nameof(AnalysisService.Keyword),
                    "A Keyword is needed, of letters, digits, '-' and '_'.");
                Need(service.NumberOfRequiredVerifications is -1 or (>= 1 and <= 4), nameof(AnalysisService.NumberOfRequiredVerifications), "NumberOfRequiredVerifications is 1 to 4, or -1 for the setup's.");
                Need(service.SelfVerification is >= -1 and <= 1, nameof(AnalysisService.SelfVerification), "SelfVerification is 0, 1, or -1 for the setup's.");
                break;
            case SampleType type:
                Need(type.Prefix.Length > 0 && type.Prefix.All(IsIdLetter), nameof(SampleType.Prefix), "A Prefix is needed, without spaces.");
                break;
            case Department department:
                Need(department.DepartmentID.Length > 0, nameof(Department.DepartmentID), "A DepartmentID is needed.");
                break;
        }

        void Need(bool isRight, string field, string message)
        {
            if (!isRight)
            {
                wrong.TryAdd(field, message);
            }
        }
    }

    private static async Task CheckUniqueAsync(
        LabReader reader, LabObject value, Dictionary<string, string> wrong, CancellationToken cancellationToken)
    {
        (string Field, Func<LabObject, string> Of)? unique = value switch
        {
            LabClient => (nameof(LabClient.ClientID), other => ((LabClient)other).ClientID),
            AnalysisService => (nameof(AnalysisService.Keyword), other => ((AnalysisService)other).Keyword),
            Department => (nameof(Department.DepartmentID), other => ((Department)other).DepartmentID),
            AnalysisCategory => ("title", other => other.Title),
            _ => null,
        };
        if (unique is not { } key)
        {
            return;
        }

        // What is in a body has no index; words have, and a setup has few items of a type.
        var words = value is Department ? [] : ObjectWords.Split(key.Of(value));
        var others = await reader.ListAsync<LabObject>(
            new LabQuery { Types = [value.PortalType], Words = words, Limit = 5_000 }, cancellationToken);
        if (others.Any(other => other.Uid != value.Uid && key.Of(other).Equals(key.Of(value), StringComparison.OrdinalIgnoreCase)))
        {
            wrong.TryAdd(key.Field, $"There is another {value.PortalType} with {key.Field} '{key.Of(value)}'.");
        }
    }

    private static IEnumerable<(string Field, string Type, IReadOnlyList<string?> Uids)> ReferencesOf(LabObject value) => value switch
    {
        AnalysisService service =>
        [
            ("Category", AnalysisCategory.Type, [service.Category]), ("Department", Department.Type, [service.Department]),
            ("Methods", Method.Type, service.Methods), ("Method", Method.Type, [service.Method]),
            ("Instruments", Instrument.Type, service.Instruments), ("Instrument", Instrument.Type, [service.Instrument]),
        ],
        AnalysisCategory category => [("Department", Department.Type, [category.Department])],
        Department department => [("Manager", LabContact.Type, [department.Manager])],
        Instrument instrument => [("Methods", Method.Type, instrument.Methods)],
        LabContact contact =>
            [("Departments", Department.Type, contact.Departments), ("DefaultDepartment", Department.Type, [contact.DefaultDepartment])],
        ReferenceDefinition definition =>
            [("ReferenceResults", AnalysisService.Type, [.. definition.ReferenceResults.Select(row => row.Service)])],
        ReferenceSample sample =>
        [
            ("ReferenceDefinition", ReferenceDefinition.Type, [sample.ReferenceDefinition]),
            ("ReferenceResults", AnalysisService.Type, [.. sample.ReferenceResults.Select(row => row.Service)]),
        ],
        WorksheetTemplate template =>
        [
            ("Services", AnalysisService.Type, template.Services), ("RestrictToMethod", Method.Type, [template.RestrictToMethod]),
            ("Instrument", Instrument.Type, [template.Instrument]),
            ("TemplateLayout", ReferenceDefinition.Type, [.. template.TemplateLayout.Select(row => row.Reference)]),
        ],
        Sample sample => [("Contact", Contact.Type, [sample.Contact]), ("SampleType", SampleType.Type, [sample.SampleType])],
        Analysis analysis => [("Method", Method.Type, [analysis.Method]), ("Instrument", Instrument.Type, [analysis.Instrument])],
        _ => [],
    };

    private static async Task CheckReferencesAsync(
        LabReader reader, string field, string type, IReadOnlyList<string?> uids, Dictionary<string, string> wrong, CancellationToken cancellationToken)
    {
        string[] named = [.. uids.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (named.Length == 0)
        {
            return;
        }

        var found = (await reader.FindAsync<LabObject>(named, cancellationToken)).Where(other => other.PortalType == type).ToArray();
        if (found.Length < named.Length)
        {
            var missing = named.Except(found.Select(other => other.Uid), StringComparer.Ordinal).First();
            wrong.TryAdd(field, $"'{field}' names {missing}, which is no {type}.");
        }
    }

    private static bool IsIdLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
