using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LabQueue.Engine;
using LabQueue.Server.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LabQueue.Server.Api;

/// <summary>One call of the API: who asks which site for what, and the answer that is being written.</summary>
internal sealed class ApiCall(HttpContext context, ApiServices services, Site site, string view) : IDisposable
{
    /// <summary>Above that many bytes a list is sent piece by piece, so that it never lies in memory as a whole.</summary>
    private const int Piece = 64 * 1024;

    private const string Json = "application/json";

    private readonly long _started = Stopwatch.GetTimestamp();
    private AnswerBuffer? _buffer;
    private bool _isSending;

    public HttpContext Context { get; } = context;

    public ApiServices Services { get; } = services;

    public Site Site { get; } = site;

    public SiteAddress Address { get; } = SiteAddress.Of(context.Request, site.Name);

    public ApiRoute? Route { get; set; }

    /// <summary>The part of the address that is a value: a state or a uid.</summary>
    public string? Argument { get; set; }

    public Caller Caller { get; set; }

    public Payload Payload { get; set; } = Payload.Empty;

    public IQueue Queue => Services.Queues.Of(Site.Name);

    /// <summary>Ends when the caller hangs up. For calls that only look, or wait.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Who asks, and why, for the records.</summary>
    public Actor Actor => new(Caller.Username, Payload.Text("reason"));

    /// <summary>Whether part of the answer has left already.</summary>
    public bool IsSending => _isSending;

    /// <summary>Whether the caller may see that task.</summary>
    public bool MaySee(QueueTask task) => Caller.OnlyOwn is null || task.Username == Caller.Username;

    /// <summary>Begins the answer's object.</summary>
    public Utf8JsonWriter Begin()
    {
        _buffer ??= AnswerBuffer.Rent();
        _buffer.TryReset();
        _buffer.Writer.WriteStartObject();
        return _buffer.Writer;
    }

    /// <summary>Writes the route's address, spelled as the caller spelled it.</summary>
    public void WriteUrl(Utf8JsonWriter writer)
    {
        writer.WritePropertyName("url"u8);
        writer.WriteStringValueSegment(Address.Base, isFinalSegment: false);
        writer.WriteStringValueSegment("/", isFinalSegment: false);
        writer.WriteStringValueSegment(view, isFinalSegment: false);
        writer.WriteStringValueSegment(SiteAddress.Api, isFinalSegment: false);
        writer.WriteStringValueSegment(Route?.Address, isFinalSegment: true);
    }

    /// <summary>Writes what all answers but single tasks have: the route's address and the caller's.</summary>
    public void WriteAddresses(Utf8JsonWriter writer)
    {
        WriteUrl(writer);
        var zeo = Payload.Root.ValueKind == JsonValueKind.Object && Payload.TryGet("__zeo"u8, out var caller)
            ? CallerAddress.SchemeAndHost(caller)
            : string.Empty;
        writer.WriteString("zeo"u8, zeo);
    }

    /// <summary>Says that the answer is on its way, and is not written here.</summary>
    public void MarkSending()
    {
        _isSending = true;
        Services.Departure.Mark(Context.Response);
    }

    /// <summary>Sends what has been written so far, if that is much.</summary>
    public async ValueTask SendPieceAsync()
    {
        if (_buffer is null || _buffer.Length < Piece)
        {
            return;
        }

        if (!_isSending)
        {
            _isSending = true;
            Services.Departure.Mark(Context.Response);
            Context.Response.ContentType = Json;
        }

        _buffer.Writer.Flush();
        await Context.Response.BodyWriter.WriteAsync(_buffer.Written, Aborted);
        _buffer.Clear();
    }

    /// <summary>Ends the answer's object and sends it.</summary>
    public Task EndAsync() => EndAsync(StatusCodes.Status200OK);

    /// <summary>Says no.</summary>
    public Task RefuseAsync(ApiError error)
    {
        var writer = Begin();
        writer.WriteBoolean("success"u8, false);
        writer.WriteString("message"u8, error.Message);
        if (error.RetryAfter is { } seconds)
        {
            Context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (error.Allow is not null)
        {
            Context.Response.Headers[HeaderNames.Allow] = error.Allow;
        }

        return EndAsync(error.Status);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Payload.Dispose();
        if (_buffer is not null)
        {
            AnswerBuffer.Return(_buffer);
            _buffer = null;
        }
    }

    private async Task EndAsync(int status)
    {
        var buffer = _buffer!;
        var writer = buffer.Writer;
        writer.WritePropertyName("_runtime"u8);
        WriteRuntime(writer);
        writer.WriteEndObject();
        writer.Flush();
        var response = Context.Response;
        if (!_isSending)
        {
            _isSending = true;
            Services.Departure.Mark(response);
            response.StatusCode = status;
            response.ContentType = Json;
            response.ContentLength = buffer.Length;
        }

        await response.BodyWriter.WriteAsync(buffer.Written);
    }

    private void WriteRuntime(Utf8JsonWriter writer)
    {
        Span<char> text = stackalloc char[24];
        var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        seconds.TryFormat(text, out var length, "0.000000", CultureInfo.InvariantCulture);
        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
