using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Partition;

/// <summary>
/// A network of its own for some processes, a namespace of Linux, joined to ours by one cable that can be pulled. Needs root.
/// </summary>
internal sealed class OwnNetwork : IDisposable
{
    private readonly string _name = "lq" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    // Of the addresses that are kept for such trials (RFC 2544), four in a row.
    private readonly string _subnet = string.Create(
        CultureInfo.InvariantCulture, $"198.18.{RandomNumberGenerator.GetInt32(256)}.{RandomNumberGenerator.GetInt32(64) * 4}");

    private OwnNetwork()
    {
    }

    /// <summary>Our end of the cable: where the processes reach us.</summary>
    public IPAddress Ours => Address(1);

    /// <summary>What the command line of a process begins with that is to run there.</summary>
    public IReadOnlyList<string> Enter => ["ip", "netns", "exec", _name];

    private IPAddress Theirs => Address(2);

    private string OurEnd => _name + "a";

    private string TheirEnd => _name + "b";

    /// <summary>Makes one.</summary>
    /// <returns>The network, or why there is none here.</returns>
    public static (OwnNetwork? Network, string? Refusal) Make()
    {
        var network = new OwnNetwork();
        var refusal = Command.Run("ip", "netns", "add", network._name)
            ?? Command.Run("ip", "link", "add", network.OurEnd, "type", "veth", "peer", "name", network.TheirEnd, "netns", network._name)
            ?? Command.Run("ip", "address", "add", $"{network.Ours}/30", "dev", network.OurEnd)
            ?? Command.Run("ip", "-n", network._name, "address", "add", $"{network.Theirs}/30", "dev", network.TheirEnd)
            ?? Command.Run("ip", "-n", network._name, "link", "set", network.TheirEnd, "up")
            ?? network.Switch("up");
        if (refusal is null)
        {
            return (network, null);
        }

        network.Dispose();
        return (null, refusal);
    }

    /// <summary>Pulls the cable: what is sent is gone, and nobody is told.</summary>
    public void Pull() => Switch("down").ShouldBeNull();

    /// <summary>Plugs it in again.</summary>
    public void Plug() => Switch("up").ShouldBeNull();

    /// <inheritdoc/>
    public void Dispose()
    {
        // The cable goes with its end.
        Command.Run("ip", "link", "delete", OurEnd);
        Command.Run("ip", "netns", "delete", _name);
    }

    private string? Switch(string state) => Command.Run("ip", "link", "set", OurEnd, state);

    private IPAddress Address(int number)
    {
        var bytes = IPAddress.Parse(_subnet).GetAddressBytes();
        bytes[3] += (byte)number;
        return new IPAddress(bytes);
    }
}
