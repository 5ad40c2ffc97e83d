using System.Text;

namespace LabQueue.Benchmarks.Load;

/// <summary>A classic consumer: one call to take a task, one to report it done.</summary>
internal sealed class PopDoneCaller : Caller
{
    private readonly RequestBytes _pop;
    private readonly RequestBytes _done;
    private readonly int _uidAt;

    public PopDoneCaller(Target target, int number)
        : base(target)
    {
        _pop = new RequestBytes(target, "pop", Encoding.ASCII.GetBytes($$"""{"consumer_id": "{{AnswerFields.Consumer(number)}}"}"""));
        _done = new RequestBytes(
            target, "done", Encoding.ASCII.GetBytes($$"""{"task_uid": "{{new string('u', AnswerFields.UidLength)}}"}"""));
        _uidAt = _done.Body.IndexOf("uu"u8);
    }

    /// <inheritdoc/>
    public override bool Step()
    {
        var uid = AnswerFields.TaskUid(Connection.Ask(_pop.Next()));
        if (uid.IsEmpty)
        {
            Empty++;
            return false;
        }

        uid.CopyTo(_done.Body[_uidAt..]);
        Connection.Ask(_done.Next());
        return true;
    }
}
