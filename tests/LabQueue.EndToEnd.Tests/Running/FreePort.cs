using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace LabQueue.EndToEnd.Tests.Running;

/// <summary>Finds ports for servers that are started, killed and started again at the same address.</summary>
internal static class FreePort
{
    // Below the ports that the system gives to outgoing connections, which would take one while a server is down.
    private const int First = 12_000;
    private const int Last = 31_000;

    /// <summary>A loopback port on which nobody listens.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it; the next one.
            }
        }
    }
}
