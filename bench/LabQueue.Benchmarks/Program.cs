using System.Globalization;
using LabQueue.Benchmarks.StandIn;
using LabQueue.Benchmarks.Suites;

if (args is ["serve-standin", var port, var folder])
{
    return await StandInServer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), folder);
}

return SuiteCommand.Run(args);
