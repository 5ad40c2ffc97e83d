namespace LabQueue.Host.Commands;

/// <summary><c>labqueue keygen</c></summary>
internal static class KeygenCommand
{
    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "keygen",
        "Make a new key for a site. It is printed and kept nowhere.",
        "labqueue keygen",
        "LABQUEUE__AUTHKEY=$(labqueue keygen) labqueue serve")
        .Does((context, _) =>
        {
            var key = FernetToken.NewKey();
            context.Terminal.Write(new { Key = key }, () => context.Terminal.Line(key));
            return Task.FromResult(ExitCode.Done);
        });
}
