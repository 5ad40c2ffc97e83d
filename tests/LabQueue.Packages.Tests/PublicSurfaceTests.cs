using LabQueue.TestKit;

namespace LabQueue.Packages.Tests;

/// <summary>What others may call is written down, library by library, so that no change of it goes unseen.</summary>
public sealed class PublicSurfaceTests
{
    private const string Advice =
        "The public surface changed. If it was meant to, write it anew with \"LABQUEUE_WRITE_SURFACE=1 ./test.sh PublicSurface\" and "
        + "commit the file; what was taken away or renamed breaks programs of users, so say it in CHANGELOG.md.";

    [Theory]
    [MemberData(nameof(PackedLibrary.Names), MemberType = typeof(PackedLibrary))]
    public void The_public_surface_is_the_one_written_down(string library)
    {
        var file = RepositoryRoot.Combine("src", library, "PublicSurface.txt");
        var surface = PublicSurface.Of(PackedLibrary.Assembly(library));
        if (Environment.GetEnvironmentVariable("LABQUEUE_WRITE_SURFACE") == "1")
        {
            File.WriteAllText(file, surface);
        }

        var written = File.Exists(file) ? File.ReadAllText(file) : string.Empty;
        var differences = Only("- ", written, surface).Concat(Only("+ ", surface, written));

        surface.ShouldBe(written, $"{file}\n{string.Join('\n', differences)}\n{Advice}");
    }

    private static IEnumerable<string> Only(string mark, string of, string notOf) =>
        of.Split('\n').Except(notOf.Split('\n'), StringComparer.Ordinal).Select(line => mark + line.Trim());
}
