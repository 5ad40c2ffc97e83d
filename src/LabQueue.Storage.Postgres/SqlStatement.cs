using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>A statement of a batch, to which parameters are added in their order.</summary>
/// <param name="command">The statement.</param>
internal readonly struct SqlStatement(NpgsqlBatchCommand command)
{
    /// <summary>One more parameter.</summary>
    public SqlStatement With<T>(T value) => WithParameter(new NpgsqlParameter<T> { TypedValue = value });

    /// <summary>One more parameter.</summary>
    public SqlStatement WithParameter(NpgsqlParameter parameter)
    {
        command.Parameters.Add(parameter);
        return this;
    }
}
