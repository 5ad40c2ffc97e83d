using System.Text;
using System.Text.Json;

namespace LabQueue.Engine.Tests.Words;

public sealed class ExtraFieldsTests
{
    [Fact]
    public void Fields_are_kept_as_they_came_but_in_ASCII()
    {
        var fields = Read("""{"slots":[1, 2.50,null],"name":"x","top":{"a":"é中"}}""", name => name != "name");

        fields.ToString().ShouldBe("""{"slots":[1,2.50,null],"top":{"a":"\u00E9\u4E2D"}}""");
        fields.Contains("slots"u8).ShouldBeTrue();
        fields.Contains("name"u8).ShouldBeFalse();
        fields.TryGet("top"u8, out var top).ShouldBeTrue();
        top.Raw.ShouldBe("""{"a":"\u00E9\u4E2D"}""");
    }

    [Fact]
    public void Of_a_field_that_comes_twice_the_last_counts()
    {
        Read("""{"a":1,"a":2}""").ToString().ShouldBe("""{"a":2}""");
    }

    [Fact]
    public void No_fields_are_nothing()
    {
        Read("{}").ShouldBe(ExtraFields.Empty);
        ExtraFields.Empty.Contains("a"u8).ShouldBeFalse();
        ExtraFields.Empty.Without("a").IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_name_within_a_value_is_no_field()
    {
        var fields = Read("""{"a":"delay","b":{"delay":1}}""");

        fields.Contains("delay"u8).ShouldBeFalse();
        fields.Without("delay").ShouldBe(fields);
    }

    [Fact]
    public void Fields_can_be_taken_out()
    {
        Read("""{"a":1,"b":2,"c":3}""").Without("a", "c").ToString().ShouldBe("""{"b":2}""");
        Read("""{"a":1}""").Without("a").ShouldBe(ExtraFields.Empty);
    }

    [Fact]
    public void They_are_written_into_an_object()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            Read("""{"a":[true],"b":"x"}""").WriteTo(writer);
            writer.WriteEndObject();
        }

        Encoding.UTF8.GetString(stream.ToArray()).ShouldBe("""{"a":[true],"b":"x"}""");
    }

    private static ExtraFields Read(string json, Func<string, bool>? keep = null)
    {
        using var document = JsonDocument.Parse(json);
        return ExtraFields.From(document.RootElement, keep ?? (_ => true));
    }
}
