using System.Text;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>The judge of answers lets no fault pass.</summary>
public sealed class FuzzJudgeTests
{
    private const string Json = "application/json";

    private static readonly FuzzRequest Request = new("POST", "/senaite/@@API/senaite/v1/queue_server/add", [], []);

    [Theory]
    [InlineData(200, Json, """{"count": 0}""")]
    [InlineData(400, Json, """{"success": false, "message": "Bad Request - x"}""")]
    [InlineData(504, Json, """{"success": false, "message": "Gateway Timeout - Refused connection"}""")]
    public void A_proper_answer_passes(int status, string type, string body) => Find(Request, status, type, body).ShouldBeNull();

    [Theory]
    [InlineData(500, Json, """{"success": false, "message": "Internal Server Error"}""")]
    [InlineData(503, Json, """{"success": false, "message": "Service Unavailable"}""")]
    [InlineData(504, Json, """{"success": false, "message": "Gateway Timeout - Busy"}""")]
    [InlineData(501, Json, """{"success": false, "message": "x"}""")]
    [InlineData(302, Json, "{}")]
    [InlineData(200, Json, """{"success": false, "message": "x"}""")]
    [InlineData(200, Json, "[]")]
    [InlineData(200, Json, "{")]
    [InlineData(200, "text/html", "{}")]
    [InlineData(400, Json, """{"message": "x"}""")]
    [InlineData(400, Json, """{"success": false, "message": ""}""")]
    [InlineData(400, "", "")]
    [InlineData(0, "", "")]
    public void A_fault_is_found(int status, string type, string body) => Find(Request, status, type, body).ShouldNotBeNull();

    [Theory]
    [InlineData(400)]
    [InlineData(431)]
    [InlineData(501)]
    [InlineData(505)]
    [InlineData(0)]
    public void What_is_no_http_may_be_refused_without_words(int status) =>
        Find(Request with { IsBroken = true }, status, string.Empty, string.Empty).ShouldBeNull();

    [Fact]
    public void Nothing_excuses_a_fault_of_the_server() =>
        Find(Request with { IsBroken = true, IsOfApi = false }, 500, "text/plain", "boom").ShouldNotBeNull();

    [Fact]
    public void A_number_and_a_seed_make_one_request()
    {
        var setup = new Running.ServerSetup("/nowhere") { Port = 1 };

        string Draw(int seed, int number)
        {
            var request = new FuzzDraw(setup, seed, TimeProvider.System).Draw(number);
            return $"{request.Method} {request.Target} {Convert.ToHexString(request.Body)}";
        }

        Draw(1, 2).ShouldBe(Draw(1, 2));
        Draw(1, 2).ShouldNotBe(Draw(2, 2));
        Draw(1, 2).ShouldNotBe(Draw(1, 3));
    }

    private static string? Find(FuzzRequest request, int status, string type, string body) =>
        FuzzJudge.Find(request, new RawAnswer(status, type, Encoding.UTF8.GetBytes(body)));
}
