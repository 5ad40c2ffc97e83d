using LabQueue.Host.Commands;

return await CommandLine.RunAsync(args);
