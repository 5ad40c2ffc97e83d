using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Reflection;

namespace LabQueue.Lims.Store;

/// <summary>Statements that run again and again in a transaction with other values: the database reads each of them once.</summary>
/// <param name="connection">The connection.</param>
/// <param name="transaction">The transaction.</param>
internal sealed class PreparedStatements(DbConnection connection, DbTransaction transaction) : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>Runs one.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="values">Its values, by the names of properties; none of them is a list.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many rows it changed.</returns>
    public Task<int> RunAsync(string sql, object values, CancellationToken cancellationToken)
    {
        var properties = Properties.GetOrAdd(values.GetType(), type => type.GetProperties());
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands.Add(sql, command = Prepare(sql, properties));
        }

        for (var i = 0; i < properties.Length; i++)
        {
            command.Parameters[i].Value = properties[i].GetValue(values) ?? DBNull.Value;
        }

        return command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync();
        }
    }

    // Said for each, since a value that is not there says nothing.
    private static DbType TypeOf(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 => DbType.Int32,
        TypeCode.Int64 => DbType.Int64,
        TypeCode.String => DbType.String,
        var other => throw new NotSupportedException($"A statement that is repeated takes no value of type {other}."),
    };

    private DbCommand Prepare(string sql, PropertyInfo[] properties)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = SqlDialect.Of(connection, sql);
        foreach (var property in properties)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = property.Name;
            parameter.DbType = TypeOf(property.PropertyType);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
