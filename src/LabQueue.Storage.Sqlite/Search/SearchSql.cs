namespace LabQueue.Storage.Sqlite.Search;

/// <summary>Every statement of the index, and those by which it follows the queue.</summary>
internal static class SearchSql
{
    /// <summary>Number of this index's make. Another make is thrown away and filled anew, as nothing is in it alone.</summary>
    public const int Make = 1;

    /// <summary>The index. Rows are tasks by the number of their row, ended ones by that of their end.</summary>
    /// <remarks>
    /// No positions of words, as each part of a word that may be asked for is a term; the first letters of all terms, three of
    /// them before the word, for words of up to four letters.
    /// </remarks>
    public const string Schema = """
        create table state (identity text not null, cursor integer not null);
        create virtual table search using fts5 (
          task unindexed, terms, detail = none, columnsize = 0, prefix = '4 5 6 7', tokenize = "ascii tokenchars '_'");
        """;

    /// <summary>How far the index is.</summary>
    public const string Cursor = "select identity, cursor from state";

    /// <summary>It begins.</summary>
    public const string InsertCursor = "insert into state (identity, cursor) values (?, 0)";

    /// <summary>It got further.</summary>
    public const string SetCursor = "update state set cursor = ?";

    /// <summary>A task, whether the index has it or not.</summary>
    public const string Put = "insert or replace into search (rowid, task, terms) values (?, ?, ?)";

    /// <summary>A task is not there any more.</summary>
    public const string Remove = "delete from search where rowid = ?";

    /// <summary>What fits, the latest first.</summary>
    public const string Find = """
        select rowid, task, terms
        from search
        where search match ? and rowid < ?
        order by rowid desc
        limit ?
        """;

    /// <summary>What the index has, in its order.</summary>
    public const string Rows = "select rowid, task from search where rowid > ? order by rowid limit ?";

    /// <summary>By what a queue's file is told from another one.</summary>
    public const string Identity = "select value from meta where name = 'identity'";

    /// <summary>Tasks that came into the queue, in the order of their coming.</summary>
    public const string Added = "select id from task where id > ? and id <= ? order by id limit ?";

    /// <summary>Tasks that ended, or failed for good.</summary>
    public const string Ended = """
        select number, task
        from history
        where site = ? and status = ? and number > ? and number <= ?
        order by number
        limit ?
        """;

    /// <summary>Tasks of which something else changed that is searched for.</summary>
    public const string Changed = "select number, task from changed where number > ? and number <= ? order by number limit ?";

    /// <summary>A task, as the index is to have it.</summary>
    public const string Task = """
        select id, site, state, end_number, uid, name, context_uid, context_path, username, priority, ghost, error_message
        from task
        where id = ?
        """;

    /// <summary>Whether a task is there, and how it ended.</summary>
    public const string EndOf = "select end_number from task where id = ?";

    /// <summary>The same, of a site's task.</summary>
    public const string EndOfSite = "select end_number from task where id = ? and site = ?";

    /// <summary>What is noted, and is in the index.</summary>
    public const string DropChanged = "delete from changed where number <= ?";

    /// <summary>Notes a change.</summary>
    public const string InsertChanged = "insert into changed (number, task) values (?, ?)";
}
