using System.Collections.Specialized;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Quartz;
using Quartz.Impl;
using Quartz.Spi;

namespace LabQueue.Benchmarks.Peers;

/// <summary>Quartz.NET with its job store on PostgreSQL: each task is a trigger of one job. Ten threads, ten triggers at a time.</summary>
internal sealed class QuartzPeer(string connectionString) : IPeer
{
    private const string Number = "number";

    // The tables that its job store expects, with the columns that its statements name.
    private const string Schema = """
        create table if not exists qrtz_job_details (
          sched_name text, job_name text, job_group text, description text, job_class_name text, is_durable bool,
          is_nonconcurrent bool, is_update_data bool, requests_recovery bool, job_data bytea,
          primary key (sched_name, job_name, job_group));
        create table if not exists qrtz_triggers (
          sched_name text, trigger_name text, trigger_group text, job_name text, job_group text, description text,
          next_fire_time bigint, prev_fire_time bigint, priority integer, trigger_state text, trigger_type text, start_time bigint,
          end_time bigint, calendar_name text, misfire_instr smallint, misfire_orig_fire_time bigint, execution_group text,
          job_data bytea,
          primary key (sched_name, trigger_name, trigger_group));
        create table if not exists qrtz_simple_triggers (
          sched_name text, trigger_name text, trigger_group text, repeat_count bigint, repeat_interval bigint, times_triggered bigint,
          primary key (sched_name, trigger_name, trigger_group));
        create table if not exists qrtz_simprop_triggers (
          sched_name text, trigger_name text, trigger_group text, str_prop_1 text, str_prop_2 text, str_prop_3 text, int_prop_1 int,
          int_prop_2 int, long_prop_1 bigint, long_prop_2 bigint, dec_prop_1 numeric, dec_prop_2 numeric, bool_prop_1 bool,
          bool_prop_2 bool, time_zone_id text,
          primary key (sched_name, trigger_name, trigger_group));
        create table if not exists qrtz_cron_triggers (
          sched_name text, trigger_name text, trigger_group text, cron_expression text, time_zone_id text,
          primary key (sched_name, trigger_name, trigger_group));
        create table if not exists qrtz_blob_triggers (
          sched_name text, trigger_name text, trigger_group text, blob_data bytea,
          primary key (sched_name, trigger_name, trigger_group));
        create table if not exists qrtz_calendars (
          sched_name text, calendar_name text, calendar bytea, primary key (sched_name, calendar_name));
        create table if not exists qrtz_paused_trigger_grps (
          sched_name text, trigger_group text, primary key (sched_name, trigger_group));
        create table if not exists qrtz_fired_triggers (
          sched_name text, entry_id text, trigger_name text, trigger_group text, instance_name text, fired_time bigint,
          sched_time bigint, priority integer, state text, job_name text, job_group text, is_nonconcurrent bool,
          requests_recovery bool, execution_group text,
          primary key (sched_name, entry_id));
        create table if not exists qrtz_scheduler_state (
          sched_name text, instance_name text, last_checkin_time bigint, checkin_interval bigint,
          primary key (sched_name, instance_name));
        create table if not exists qrtz_locks (sched_name text, lock_name text, primary key (sched_name, lock_name));
        create index if not exists qrtz_triggers_due on qrtz_triggers (sched_name, trigger_state, next_fire_time);
        create index if not exists qrtz_triggers_job on qrtz_triggers (sched_name, job_name, job_group);
        create index if not exists qrtz_fired_trigger on qrtz_fired_triggers (sched_name, trigger_name, trigger_group);
        """;

    private static readonly JobKey Job = new("noop");
    private static readonly string Text = new('x', 520);

    private static Action<int> _onTask = _ => { };

    private IScheduler? _scheduler;

    /// <inheritdoc/>
    public async Task FillAsync(int count)
    {
        await OpenAsync();
        for (var first = 1; first <= count; first += 1_000)
        {
            await AddListAsync(first, Math.Min(1_000, count - first + 1));
        }
    }

    /// <inheritdoc/>
    public async Task AddListAsync(int first, int count) => await (await OpenAsync()).ScheduleJobs(
        new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> { [JobOf()] = [.. Enumerable.Range(first, count).Select(TriggerOf)] },
        replace: true);

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        await _scheduler!.Shutdown(waitForJobsToComplete: true);
        _scheduler = null;
    }

    /// <inheritdoc/>
    public async Task<long> LeftAsync()
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand("select count(*) from qrtz_triggers", connection);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    /// <inheritdoc/>
    public async Task ServeAsync(Action<int> onTask)
    {
        _onTask = onTask;
        var scheduler = await OpenAsync();
        await scheduler.Start();
    }

    /// <inheritdoc/>
    public async Task PrepareAddsAsync() => await (await OpenAsync()).AddJob(JobOf(), replace: true);

    /// <inheritdoc/>
    public async Task AddAsync(int number) => await (await OpenAsync()).ScheduleJob(TriggerOf(number));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_scheduler is not null)
        {
            await _scheduler.Shutdown();
        }
    }

    private static IJobDetail JobOf() => JobBuilder.Create<Noop>().WithIdentity(Job).StoreDurably().Build();

    private static ITrigger TriggerOf(int number) => TriggerBuilder.Create()
        .WithIdentity(number.ToString(CultureInfo.InvariantCulture))
        .ForJob(Job)
        .UsingJobData(Number, number.ToString(CultureInfo.InvariantCulture))
        .UsingJobData("text", Text)
        .StartNow()
        .Build();

    private async Task<IScheduler> OpenAsync()
    {
        if (_scheduler is not null)
        {
            return _scheduler;
        }

        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.OpenAsync();
            await using var schema = new NpgsqlCommand(Schema, connection);
            await schema.ExecuteNonQueryAsync();
        }

        var settings = new NameValueCollection
        {
            ["quartz.scheduler.instanceName"] = "bench",
            ["quartz.threadPool.maxConcurrency"] = "10",
            ["quartz.scheduler.batchTriggerAcquisitionMaxCount"] = "10",
            ["quartz.jobStore.type"] = "Quartz.Impl.AdoJobStore.JobStoreTX, Quartz",
            ["quartz.jobStore.driverDelegateType"] = "Quartz.Impl.AdoJobStore.PostgreSQLDelegate, Quartz",
            ["quartz.jobStore.acquireTriggersWithinLock"] = "true",
            ["quartz.jobStore.tablePrefix"] = "qrtz_",
            ["quartz.jobStore.useProperties"] = "true",
            ["quartz.jobStore.dataSource"] = "bench",
            ["quartz.dataSource.bench.provider"] = "Npgsql",
            ["quartz.dataSource.bench.connectionString"] = connectionString,
            ["quartz.serializer.type"] = typeof(StringsOnly).AssemblyQualifiedName,
        };
        return _scheduler = await new StdSchedulerFactory(settings).GetScheduler();
    }

    /// <summary>The job: nothing is done.</summary>
    private sealed class Noop : IJob
    {
        /// <inheritdoc/>
        public Task Execute(IJobExecutionContext context)
        {
            _onTask(int.Parse(context.MergedJobDataMap.GetString(Number)!, CultureInfo.InvariantCulture));
            return Task.CompletedTask;
        }
    }

    /// <summary>Writes the only thing it has to: the data of a trigger, which are strings.</summary>
    private sealed class StringsOnly : IObjectSerializer
    {
        /// <inheritdoc/>
        public void Initialize()
        {
            // Nothing to set up.
        }

        /// <inheritdoc/>
        public byte[] Serialize<T>(T obj)
            where T : class
        {
            var data = (NameValueCollection)(object)obj;
            return JsonSerializer.SerializeToUtf8Bytes(data.AllKeys.ToDictionary(key => key!, key => data[key], StringComparer.Ordinal));
        }

        /// <inheritdoc/>
        public T? DeSerialize<T>(byte[] data)
            where T : class
        {
            var collection = new NameValueCollection();
            foreach (var (key, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(data)!)
            {
                collection[key] = value;
            }

            return (T)(object)collection;
        }
    }
}
