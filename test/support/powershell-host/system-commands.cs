using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading;

namespace Microsoft.PowerShell.Commands;

/// <summary>Start-Sleep: can be stopped.</summary>
[Cmdlet(VerbsLifecycle.Start, "Sleep", DefaultParameterSetName = "Seconds")]
public sealed class StartSleepCommand : PSCmdlet, IDisposable
{
    private readonly ManualResetEventSlim stopped = new();

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Seconds")]
    [ValidateRange(0.0, int.MaxValue / 1000.0)]
    public double Seconds { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Milliseconds"), Alias("ms"), ValidateRange(0, int.MaxValue)]
    public int Milliseconds { get; set; }

    protected override void ProcessRecord() =>
        stopped.Wait(ParameterSetName == "Seconds" ? (int)(Seconds * 1000) : Milliseconds);

    protected override void StopProcessing() => stopped.Set();

    public void Dispose() => stopped.Dispose();
}

/// <summary>Get-Date: the time now or the given one, as a date or, with a format of .NET or of Unix' seconds, as text.</summary>
[Cmdlet(VerbsCommon.Get, "Date")]
public sealed class GetDateCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true), Alias("LastWriteTime")]
    public DateTime? Date { get; set; }

    [Parameter]
    public string? Format { get; set; }

    [Parameter]
    public SwitchParameter AsUTC { get; set; }

    protected override void ProcessRecord()
    {
        var date = Date ?? DateTime.Now;
        if (AsUTC) date = date.ToUniversalTime();
        if (Format is null) WriteObject(date);
        else WriteObject(date.ToString(Format, CultureInfo.CurrentCulture));
    }
}

/// <summary>New-Guid</summary>
[Cmdlet(VerbsCommon.New, "Guid")]
public sealed class NewGuidCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(Guid.NewGuid());
}

/// <summary>New-Object: of a type of .NET, with arguments for its constructor and values for its properties.</summary>
[Cmdlet(VerbsCommon.New, "Object")]
public sealed class NewObjectCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    public string TypeName { get; set; } = "";

    [Parameter(Position = 1), Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    [Parameter]
    public IDictionary? Property { get; set; }

    protected override void ProcessRecord()
    {
        if (!LanguagePrimitives.TryConvertTo<Type>(TypeName, out var type)) ThrowTypeNotFound();
        var made = PSObject.AsPSObject(Make(type));
        foreach (DictionaryEntry entry in Property ?? new Hashtable())
        {
            var name = LanguagePrimitives.ConvertTo<string>(entry.Key);
            if (made.Properties[name] is { } known) known.Value = entry.Value;
            else made.Properties.Add(new PSNoteProperty(name, entry.Value));
        }
        WriteObject(made);
    }

    private object Make(Type type)
    {
        if (type == typeof(PSObject)) return new PSObject();
        try
        {
            // The engine's own binder chooses the constructor and converts the arguments, as for [type]::new().
            using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddScript("param($type, $list) ,($type::new.Invoke($list))").AddArgument(type).AddArgument(ArgumentList);
            return shell.Invoke()[0].BaseObject;
        }
        catch (RuntimeException error)
        {
            ThrowTerminatingError(new ErrorRecord(
                error.InnerException ?? error, "ConstructorInvokedThrowException", ErrorCategory.InvalidOperation, type));
            throw;
        }
    }

    private void ThrowTypeNotFound() => ThrowTerminatingError(new ErrorRecord(
        new PSArgumentException($"Cannot find type [{TypeName}]: verify that the assembly containing this type is loaded."),
        "TypeNotFound", ErrorCategory.InvalidType, null));
}

/// <summary>Get-Content: lines of a text file, or with -Raw all of it.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
public sealed class GetContentCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath"), Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    public string Encoding { get; set; } = "utf8";

    protected override void ProcessRecord()
    {
        foreach (var path in Path.Concat(LiteralPath)) WriteFile(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path));
    }

    private void WriteFile(string file)
    {
        if (!File.Exists(file))
        {
            WriteError(new ErrorRecord(
                new ItemNotFoundException($"Cannot find path '{file}' because it does not exist."),
                "PathNotFound", ErrorCategory.ObjectNotFound, file));
        }
        else if (Raw) WriteObject(File.ReadAllText(file, Encodings.Of(Encoding)));
        else WriteObject(File.ReadLines(file, Encodings.Of(Encoding)), enumerateCollection: true);
    }
}

/// <summary>The names that -Encoding takes.</summary>
internal static class Encodings
{
    public static Encoding Of(string name) => name.ToLowerInvariant() switch
    {
        "utf8" or "utf8nobom" or "utf8bom" => new UTF8Encoding(false),
        "unicode" => Encoding.Unicode,
        "ascii" => Encoding.ASCII,
        _ => throw new PSArgumentException($"Encoding '{name}' is not known here."),
    };
}

/// <summary>Test-Path: of files and folders, and of the drives Env: and Variable:.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Path"), AllowEmptyString]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath"), Alias("PSPath", "LP"), AllowEmptyString]
    public string[] LiteralPath { get; set; } = [];

    [Parameter, Alias("Type"), ValidateSet("Any", "Container", "Leaf")]
    public string PathType { get; set; } = "Any";

    protected override void ProcessRecord()
    {
        foreach (var path in Path) WriteObject(path != "" && InvokeProvider.Item.Exists(path, false, false) && IsKind(path));
        foreach (var path in LiteralPath) WriteObject(path != "" && InvokeProvider.Item.Exists(path, false, true) && IsKind(path));
    }

    private bool IsKind(string path) =>
        PathType == "Any" || InvokeProvider.Item.IsContainer(path) == (PathType == "Container");
}

/// <summary>Join-Path</summary>
[Cmdlet(VerbsCommon.Join, "Path")]
[OutputType(typeof(string))]
public sealed class JoinPathCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), Alias("PSPath")]
    public string[] Path { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true), AllowEmptyString]
    public string ChildPath { get; set; } = "";

    protected override void ProcessRecord()
    {
        foreach (var path in Path) WriteObject(SessionState.Path.Combine(path, ChildPath));
    }
}
