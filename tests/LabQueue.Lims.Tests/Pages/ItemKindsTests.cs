using System.Text.Json;
using LabQueue.Lims.Pages.Items;
using LabQueue.Lims.Pages.Samples;
using LabQueue.TestKit;

namespace LabQueue.Lims.Tests.Pages;

/// <summary>Words that pages find by name at run time, which no search through the sources finds.</summary>
public sealed class ItemKindsTests
{
    [Fact]
    public void Every_word_of_a_form_and_of_a_tab_is_translated()
    {
        var known = new[] { "src/LabQueue.Web/Languages", "src/LabQueue.Lims/Languages" }
            .SelectMany(folder => Directory.EnumerateFiles(RepositoryRoot.Combine(folder), "*.json"))
            .SelectMany(file => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllText(file))!.Keys)
            .ToHashSet(StringComparer.Ordinal);

        Words().Where(word => word.Any(char.IsLetter) && !known.Contains(word)).Distinct(StringComparer.Ordinal).ShouldBeEmpty();
    }

    private static IEnumerable<string> Words() => ItemKinds.Setup.Append(ItemKinds.Clients).Append(ItemKinds.Contacts).Append(ItemKinds.Samples)
        .SelectMany(kind => kind.Fields.SelectMany(WordsOf).Append(kind.Many).Append(kind.One))
        .Concat(SampleTab.All.Select(tab => tab.Text));

    private static IEnumerable<string> WordsOf(ItemField field) =>
        [field.Label, .. field.Hint is { } hint ? (string[])[hint] : [], .. field.Choices.Select(choice => choice.Text)];
}
