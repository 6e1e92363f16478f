#!/bin/sh
# The encoder from packages of PyPI to a run folder; called again, it continues where it was.
#   recipes/encoder/make.sh DATASETS FOLDER [MOLECULES OF MOLSETS, default: corpus.py's]
# DATASETS holds the six tables whose structures are left out. Needs Python with rdkit, and this package's graphsam in the PATH
# (or GRAPHSAM set to its command).
set -eu
datasets=$1
folder=$2
here=$(dirname "$0")
graphsam=${GRAPHSAM:-graphsam}

mkdir -p "$folder"
if [ ! -f "$folder/corpus.json" ]; then
  python3 "$here/corpus.py" --data-dir "$datasets" --output "$folder/corpus.smi" \
    --downloads "$folder/downloads" ${3:+--molsets "$3"}
fi
if [ -f "$folder/run/run.json" ]; then
  $graphsam pretrain --resume "$folder/run" --logfile "$folder/pretrain.log"
else
  $graphsam pretrain "$folder/corpus.smi" --config-path "$here/pretrain.yaml" -o "$folder/run" --logfile "$folder/pretrain.log"
fi
(cd "$folder" && sha256sum corpus.smi run/checkpoint.safetensors) | tee "$folder/checksums.txt"
