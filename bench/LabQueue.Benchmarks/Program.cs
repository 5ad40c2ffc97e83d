using System.Globalization;
using LabQueue.Benchmarks.Peers;
using LabQueue.Benchmarks.StandIn;
using LabQueue.Benchmarks.Suites;

if (args is ["serve-standin", var port, var folder])
{
    return await StandInServer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), folder);
}

if (args is ["peer", .. var peer])
{
    return await PeerCommand.RunAsync(peer);
}

return SuiteCommand.Run(args);
