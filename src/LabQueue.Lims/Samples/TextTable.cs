using System.Text;

namespace LabQueue.Lims.Samples;

/// <summary>Reads a table that was pasted from a spreadsheet, or a CSV file: cells between tabs, semicolons or commas, quoted where they must be.</summary>
/// <param name="separator">What stands between cells.</param>
internal sealed class TextTable(char separator)
{
    private readonly List<(int Line, IReadOnlyList<string> Cells)> _rows = [];
    private readonly List<string> _cells = [];
    private readonly StringBuilder _cell = new();
    private int _line = 1;
    private int _begin = 1;
    private bool _isQuoted;

    /// <summary>The rows that have something in them, with the number of the line that each begins in.</summary>
    public static IReadOnlyList<(int Line, IReadOnlyList<string> Cells)> Read(string text)
    {
        var table = new TextTable(SeparatorOf(text));
        for (var i = 0; i < text.Length; i++)
        {
            i += table.Take(text[i], i + 1 < text.Length ? text[i + 1] : '\n');
        }

        table.EndRow();
        return table._rows;
    }

    // What stands in the first line tells: spreadsheets paste tabs, and write semicolons where the comma is the decimal mark.
    private static char SeparatorOf(string text)
    {
        var first = text.AsSpan().TrimStart();
        first = first.IndexOf('\n') is >= 0 and var end ? first[..end] : first;
        return first.Contains('\t') ? '\t' : first.Contains(';') ? ';' : ',';
    }

    // Returns how many letters behind it are taken with it: the second of two quotes, which mean one.
    private int Take(char letter, char next)
    {
        if (_isQuoted)
        {
            var isOne = letter == '"' && next == '"';
            _isQuoted = letter != '"' || isOne;
            if (_isQuoted)
            {
                _cell.Append(letter);
            }

            _line += letter == '\n' ? 1 : 0;
            return isOne ? 1 : 0;
        }

        if (letter == '"' && _cell.Length == 0)
        {
            _isQuoted = true;
        }
        else if (letter == separator)
        {
            EndCell();
        }
        else if (letter == '\n')
        {
            EndRow();
            _begin = ++_line;
        }
        else
        {
            _cell.Append(letter);
        }

        return 0;
    }

    private void EndCell()
    {
        _cells.Add(_cell.ToString().Trim());
        _cell.Clear();
    }

    private void EndRow()
    {
        EndCell();
        if (_cells.Any(one => one.Length > 0))
        {
            _rows.Add((_begin, [.. _cells]));
        }

        _cells.Clear();
    }
}
