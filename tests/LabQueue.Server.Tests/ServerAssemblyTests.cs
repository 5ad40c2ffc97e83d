using System.Reflection;

namespace LabQueue.Server.Tests;

public sealed class ServerAssemblyTests
{
    [Theory]
    [InlineData("LabQueue.Server", "LabQueue.Client")]
    [InlineData("LabQueue.Client", "LabQueue.Server")]
    [InlineData("LabQueue.Client", "LabQueue.Engine")]
    public void Server_and_client_meet_only_over_http(string assembly, string other)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name);

        references.ShouldNotContain(other);
    }
}
