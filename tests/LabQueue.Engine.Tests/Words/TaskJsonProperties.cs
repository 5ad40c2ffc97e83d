using System.Text.Json;
using LabQueue.TestKit;

namespace LabQueue.Engine.Tests.Words;

public sealed class TaskJsonProperties
{
    [Fact]
    public void A_written_task_reads_back_as_it_was() => ForAll.Of(Draw.Task, task =>
    {
        var read = Read(Write(task));

        // The numbers of runs and of arrival are not on the wire.
        read.Uids.ShouldBe(task.Uids);
        (read with { Uids = task.Uids, Attempts = task.Attempts, Arrival = task.Arrival }).ShouldBe(task);
    }, count: 1_000);

    private static byte[] Write(QueueTask task)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, QueueJson.WriterOptions))
        {
            TaskJson.Write(writer, task, urlPrefix: null);
        }

        return stream.ToArray();
    }

    private static QueueTask Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return TaskJsonReader.Read(document.RootElement);
    }
}
