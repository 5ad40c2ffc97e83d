// Stands in until the first measurement is built.
await Console.Error.WriteLineAsync("No benchmark is built yet.");
return 2;
