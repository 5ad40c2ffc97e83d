// Stands in until the command line is built: every call is a wrong usage, which is exit code 2.
await Console.Error.WriteLineAsync("labqueue: no command is built yet.");
return 2;
