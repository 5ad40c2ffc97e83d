using LabQueue.Engine;

namespace LabQueue.Storage.Tests.Sqlite.Search;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("W-0005", "w_0005 0005")]
    [InlineData("task_assign_analyses", "task_assign_analyses assign_analyses analyses")]
    [InlineData("/senaite/clients/client-1", "senaite clients client_1 1")]
    [InlineData("HTTPError: 500 (boom)", "httperror 500 boom")]
    [InlineData("http://127.0.0.1:8089", "http 127_0_0_1_8089 0_0_1_8089 0_1_8089 1_8089 8089")]
    [InlineData("\u00c4rger \u00c9t\u00e9", "arger ete")]
    [InlineData("\u6837\u54c1\u9519", "\u6837\u54c1\u9519 \u54c1\u9519 \u9519")]
    [InlineData("a--b  c_", "a b c")]
    [InlineData("\ud800\u202e \ud83d\ude00 --", "")]
    [InlineData("", "")]
    public void A_text_is_found_from_the_beginning_of_each_of_its_words(string text, string beginnings) =>
        string.Join(' ', SearchWords.Beginnings(text, 100)).ShouldBe(beginnings);

    [Fact]
    public void Long_texts_have_so_many_words_of_so_many_letters()
    {
        SearchWords.Of(string.Join(' ', Enumerable.Range(0, 500)), 24).Count.ShouldBe(24);
        SearchWords.Beginnings(new string('x', 10_000), 24).ShouldBe([new string('x', 40)]);
    }
}
