using System.Text.Json;
using LabQueue.Server.Api;

namespace LabQueue.Server.Tests.Api;

public sealed class CallerAddressTests
{
    [Theory]
    [InlineData("\"http://127.0.0.1:8089\"", "http://127.0.0.1:8089")]
    [InlineData("\"HTTPS://Host:1/path?x=1\"", "https://Host:1")]
    [InlineData("\"ftp://u:p@h/\"", "ftp://u:p@h")]
    [InlineData("\"http://h?x\"", "http://h")]
    [InlineData("\"http://h#x\"", "http://h")]
    [InlineData("\"127.0.0.1:8089\"", "")]
    [InlineData("\"http:///path\"", "")]
    [InlineData("\"://h\"", "")]
    [InlineData("\"1http://h\"", "")]
    [InlineData("\"ht tp://h\"", "")]
    [InlineData("\"\"", "")]
    [InlineData("null", "")]
    [InlineData("5", "")]
    public void Scheme_and_host_are_left_and_both_must_be_there(string sent, string left)
    {
        CallerAddress.SchemeAndHost(JsonElement.Parse(sent)).ShouldBe(left);
    }
}
