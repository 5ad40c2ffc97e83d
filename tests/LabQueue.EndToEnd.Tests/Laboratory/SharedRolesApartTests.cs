using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>Processes that share queue and laboratory on PostgreSQL do what one process does on files.</summary>
public sealed class SharedRolesApartTests() : RolesApartTests(PostgresSchema.New());
