using LabQueue.Lims.Store;
using LabQueue.TestKit;

namespace LabQueue.Lims.Tests;

/// <summary>A laboratory on PostgreSQL with so many rows that it matters how they are found, and the figures that plans are made by.</summary>
public sealed class FilledLaboratory : IAsyncLifetime
{
    private const string Fill =
        """
        insert into lab_object (site, uid, portal_type, id, path, parent_uid, client_uid, title, state, sort_key, creator, created, modified, version, body)
        select 'senaite', 'c' || n, 'Client', 'client-' || n, '/senaite/clients/client-' || n, 'clients', 'c' || n, 'Client ' || n, 'active',
          lpad(n::text, 8, '0'), 'admin', n, n, 1, '{}'
        from generate_series(1, 60) as n;
        insert into lab_object (site, uid, portal_type, id, path, parent_uid, client_uid, title, state, sort_key, creator, created, modified, version, body)
        select 'senaite', 'w' || n, 'AnalysisRequest', 'W-' || n, '/senaite/clients/c' || n % 60 || '/W-' || n, 'c' || n % 60, 'c' || n % 60, 'W-' || n,
          (array['received', 'sample_due', 'verified', 'published', 'published', 'to_be_verified'])[1 + n % 6], lpad(n::text, 8, '0'), 'clerk1',
          1000 + n, 1000 + n, 1, '{"Remarks": "' || repeat('x', 200) || '"}'
        from generate_series(1, 3000) as n;
        insert into lab_object (site, uid, portal_type, id, path, parent_uid, client_uid, container_uid, service_uid, title, state, sort_key, creator,
          created, modified, version, due, body)
        select 'senaite', 'a' || n, 'Analysis', 'S' || n, '/senaite/clients/c/W-' || n / 3 || '/S' || n, 'w' || n / 3, 'c' || n / 3 % 60, 'w' || n / 3,
          's' || n % 12, 'S', (array['unassigned', 'assigned', 'to_be_verified', 'verified', 'published'])[1 + n % 5], lpad(n::text, 8, '0'), 'clerk1',
          1000 + n, 1000 + n, 1, case when n % 5 < 2 then n end, '{"Result": "' || repeat('1', 200) || '"}'
        from generate_series(1, 9000) as n;
        insert into lab_object (site, uid, portal_type, id, path, parent_uid, title, state, sort_key, creator, created, modified, version, analyst, body)
        select 'senaite', 'ws' || n, 'Worksheet', 'WS-' || n, '/senaite/worksheets/WS-' || n, 'worksheets', 'WS-' || n,
          (array['open', 'to_be_verified', 'verified', 'verified'])[1 + n % 4], lpad(n::text, 8, '0'), 'labmanager', 1000 + n, 1000 + n, 1,
          'analyst' || n % 5, '{}'
        from generate_series(1, 800) as n;
        insert into slot (site, analysis_uid, worksheet_uid, position, ordinal, kind, container_uid, service_uid)
        select 'senaite', 'a' || n, 'ws' || 1 + n % 400, 1 + n / 400 % 20, n, 0, 'w' || n / 3, 's' || n % 12
        from generate_series(1, 8000) as n where n % 5 > 0;
        insert into object_word (site, word, uid)
        select 'senaite', (array['borehole', 'river', 'spring', 'tap'])[1 + n % 4] || n % 700, 'w' || n from generate_series(1, 3000) as n;
        insert into work (site, task_uid, name, action, context_uid, context_path, username, roles, decided, total, done, status, ended, told)
        select 'senaite', 't' || n, 'task_action_submit', 'submit', 'ws' || n % 800, '/senaite/worksheets/WS', 'analyst' || n % 5, '[]', n, 10, 10,
          'done', n, 1
        from generate_series(1, 3000) as n;
        insert into outcome (site, task_uid, object_uid, number, outcome, time)
        select 'senaite', 't' || 1 + n / 10, 'a' || n % 9000, n % 10, 'done', n from generate_series(1, 20000) as n;
        insert into pending_item (site, object_uid, task_uid, context_uid, number, version)
        select 'senaite', 'a' || n, 't' || 1 + n / 10, 'ws' || n % 800, n, 1 from generate_series(1, 4000) as n;
        insert into audit (site, uid, path, action, actor, roles, time, decided, before, after)
        select 'senaite', 'a' || n % 9000, '/senaite/clients/c/W/S', 'submit', 'analyst1', '[]', n, n, repeat('y', 100), repeat('z', 100)
        from generate_series(1, 20000) as n;
        insert into audit_seal (site, position, audit_number, hash, sealed)
        select 'senaite', number, number, repeat('0', 64), number from audit;
        analyze;
        """;

    private Laboratory? _laboratory;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!PostgresSchema.IsWanted)
        {
            return;
        }

        _laboratory = await Laboratory.CreateAsync(new PostgresLabOptions { ConnectionString = PostgresSchema.New() });
        await _laboratory.ChangeAsync(work => work.ExecuteAsync(Fill, new { }, TestContext.Current.CancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>How the database would carry out a statement.</summary>
    internal async Task<string> PlanAsync(string sql, object values)
    {
        Assert.SkipUnless(PostgresSchema.IsWanted, PostgresSchema.Missing);
        return string.Join('\n', await _laboratory!.ReadAsync(reader =>
            reader.QueryAsync<string>("explain " + sql, values, TestContext.Current.CancellationToken)));
    }
}
