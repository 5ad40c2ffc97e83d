namespace Dispatch;

/// <summary>Stands for the laboratory's own records: a folder with files named after samples.</summary>
/// <param name="path">The folder; made where it is missing.</param>
public sealed class SampleFolder(string path)
{
    private readonly string _path = Directory.CreateDirectory(path).FullName;

    /// <summary>Dispatches a sample, unless that was done before.</summary>
    /// <returns>The task that dispatched it: this one, or an earlier one.</returns>
    public async Task<string> DispatchAsync(string uid, string taskUid, CancellationToken cancellationToken)
    {
        var record = Path.Combine(_path, $"{uid}.dispatched");

        // Change and task are one file, which appears whole or not at all: a crash leaves nothing but a draft.
        var draft = await DraftAsync(taskUid, cancellationToken);
        try
        {
            File.Move(draft, record, overwrite: false);
            return taskUid;
        }
        catch (IOException) when (File.Exists(record))
        {
            File.Delete(draft);
            return await File.ReadAllTextAsync(record, cancellationToken);
        }
    }

    /// <summary>Writes the file of a sample.</summary>
    public async Task WriteAsync(string uid, string text, CancellationToken cancellationToken) =>
        File.Move(await DraftAsync(text, cancellationToken), Path.Combine(_path, $"{uid}.txt"), overwrite: true);

    private async Task<string> DraftAsync(string text, CancellationToken cancellationToken)
    {
        var draft = Path.Combine(_path, $"{Guid.NewGuid():N}.draft");
        await File.WriteAllTextAsync(draft, text, cancellationToken);
        return draft;
    }
}
