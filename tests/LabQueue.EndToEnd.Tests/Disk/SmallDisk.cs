using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Disk;

/// <summary>A disk of a few megabytes, in memory; a real one as far as programs can tell. Needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 80;
    private const int Mebibyte = 1 << 20;

    private readonly ScratchFolder _folder = new();

    private SmallDisk() => Data = Directory.CreateDirectory(Path.Combine(_folder.Path, "disk")).FullName;

    /// <summary>Its root: a server's data folder.</summary>
    public string Data { get; }

    /// <summary>Free bytes.</summary>
    public long Free => new DriveInfo(Data).AvailableFreeSpace;

    private string Ballast => Path.Combine(Data, "ballast");

    /// <summary>Makes one, or skips the test where that is not permitted.</summary>
    public static SmallDisk Mount()
    {
        var disk = new SmallDisk();
        var refusal = Command.Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", disk.Data);
        if (refusal is not null)
        {
            disk._folder.Dispose();
            Assert.Skip($"A small disk cannot be mounted here: {refusal}");
        }

        return disk;
    }

    /// <summary>Fills it until only so much is free.</summary>
    public void FillUpTo(int freeMebibytes) => FillUpToBytes((long)freeMebibytes * Mebibyte);

    /// <summary>Fills it to the last byte.</summary>
    public void Fill() => FillUpToBytes(0);

    /// <summary>Makes room again.</summary>
    public void MakeRoom() => File.Delete(Ballast);

    /// <inheritdoc/>
    public void Dispose()
    {
        Command.Run("umount", "-l", Data);
        _folder.Dispose();
    }

    private void FillUpToBytes(long left)
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var zeros = new byte[64 * 1024];
        try
        {
            while (Free > left)
            {
                ballast.Write(zeros.AsSpan(0, (int)Math.Min(zeros.Length, Free - left)));
            }
        }
        catch (IOException) when (left == 0)
        {
            // Full, to the last byte.
        }
    }
}
