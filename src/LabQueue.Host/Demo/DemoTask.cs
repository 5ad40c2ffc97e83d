using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LabQueue.Host.Demo;

/// <summary>A task of the demo.</summary>
/// <param name="Number">Its place in <see cref="DemoTasks"/>; the uid comes from it, so that every demo has the same.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Place">What it is about, below the site.</param>
/// <param name="Objects">Number of objects.</param>
/// <param name="Username">Who asked for it.</param>
/// <param name="Minutes">How long ago; for <see cref="DemoFate.Later"/>: how far ahead.</param>
/// <param name="Priority">Its priority.</param>
internal sealed record DemoTask(
    int Number, DemoFate Fate, string Name, string Place, int Objects, string Username, int Minutes, int Priority)
{
    // Long enough that a demo left alone shows the same tomorrow.
    private const int RunningSeconds = 7 * 86_400;

    /// <summary>Its uid.</summary>
    public string Uid { get; } = UidOf($"task {Number}");

    /// <summary>The uids of its objects.</summary>
    public IReadOnlyList<string> Uids =>
        [.. Enumerable.Range(1, Objects).Select(index => UidOf($"object {Number}.{index}"))];

    /// <summary>What is added to the queue.</summary>
    public NewTask ToNewTask(string site, DateTimeOffset now) => new(Name, UidOf(Place), $"/{site}/{Place}")
    {
        TaskUid = Uid,
        Uids = Uids,
        Created = now - TimeSpan.FromMinutes(Fate == DemoFate.Later ? 1 : Minutes),
        NotBefore = Fate == DemoFate.Later ? now + TimeSpan.FromMinutes(Minutes) : null,
        Priority = Priority,
        Username = Username,
        Retries = Fate == DemoFate.Failed ? 0 : null,
        MaxSeconds = Fate == DemoFate.Running ? RunningSeconds : null,
        ChunkSize = 10,
        Once = true,
    };

    private static string UidOf(string what) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"labqueue demo {what}"))))
        [..TaskUid.Length];
}
