using System.Text;

namespace LabQueue.Benchmarks.Load;

/// <summary>A consumer with a lease: reports the task it has and takes the next one, in one call.</summary>
internal sealed class ReportTakeCaller : Caller
{
    private readonly RequestBytes _take;
    private readonly ReportRequest _reportAndTake;
    private readonly ReportRequest _report;
    private readonly byte[] _uid = new byte[AnswerFields.UidLength];
    private long _fence;
    private bool _hasTask;

    /// <summary>Connects.</summary>
    /// <param name="target">Who is asked.</param>
    /// <param name="number">Number of the consumer.</param>
    /// <param name="name">Only tasks of that name; null: any.</param>
    public ReportTakeCaller(Target target, int number, string? name = null)
        : base(target)
    {
        var names = name is null ? string.Empty : $", \"names\": [\"{name}\"]";
        var wish = $"{{\"consumer_id\": \"{AnswerFields.Consumer(number)}\", \"lease\": 60{names}";
        _take = new RequestBytes(target, "pop", Encoding.ASCII.GetBytes(wish + "}"));
        _reportAndTake = new ReportRequest(
            target, "pop", $"{wish}, \"reports\": [{{\"kind\": \"done\", {ReportRequest.Fields}}}]}}");
        _report = new ReportRequest(target, "done", $"{{{ReportRequest.Fields}}}");
    }

    /// <inheritdoc/>
    public override bool Step()
    {
        var hadTask = _hasTask;
        var answer = Connection.Ask(hadTask ? _reportAndTake.Of(_uid, _fence) : _take.Next());

        // The task comes first, then what was reported of the one before; that has no fence.
        _hasTask = answer.IndexOf("\"fence\":"u8) >= 0;
        if (_hasTask)
        {
            AnswerFields.TaskUid(answer).CopyTo(_uid);
            _fence = AnswerFields.Number(answer, "\"fence\":"u8);
        }

        Empty += _hasTask ? 0 : 1;
        return hadTask;
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        if (_hasTask)
        {
            Connection.Ask(_report.Of(_uid, _fence));
            _hasTask = false;
        }
    }
}
